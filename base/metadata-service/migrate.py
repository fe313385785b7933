"""Run the metadata service's migrations, one replica at a time.

goose 3.9 takes no lock of its own, so pods that start together would apply
the same migration twice. Each takes a PostgreSQL advisory lock first; goose
then finds nothing left to do in all but one. Every start migrates, so that
an upgrade of the image does too.
"""

import os
import subprocess
import sys
import time

import psycopg2

# Any number, as long as every replica uses it; the lock is per database.
LOCK = 20101218

PREFIX = "MF_METADATA_DB_"


def connect():
    env = os.environ
    connection = psycopg2.connect(
        host=env[PREFIX + "HOST"],
        port=env[PREFIX + "PORT"],
        dbname=env[PREFIX + "NAME"],
        user=env[PREFIX + "USER"],
        password=env[PREFIX + "PSWD"],
        sslmode=env[PREFIX + "SSL_MODE"],
        # run_goose.py reads the first, the services read the second.
        sslrootcert=env.get(PREFIX + "SSL_ROOT_CERT")
        or env.get(PREFIX + "SSL_ROOT_CERT_PATH"),
        application_name="metadata-migrations",
        connect_timeout=10,
        # The session idles while goose works and must not be dropped for it.
        keepalives_idle=30,
    )
    # An open transaction would stop CREATE INDEX CONCURRENTLY for good.
    connection.autocommit = True
    return connection


def lock(connection):
    """Poll: a session that blocks in pg_advisory_lock holds a snapshot, for
    whose end the lock's holder would wait in CREATE INDEX CONCURRENTLY."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))
            if cursor.fetchone()[0]:
                return
            print("another replica is migrating, waiting", file=sys.stderr)
            time.sleep(2)


def main():
    connection = connect()
    try:
        lock(connection)
        return subprocess.run([sys.executable, "/root/run_goose.py"]).returncode
    finally:
        connection.close()  # ends the session, and the lock with it


if __name__ == "__main__":
    sys.exit(main())
