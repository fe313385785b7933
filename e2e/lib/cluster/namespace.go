package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

const inside = "METAFLOW_E2E_INSIDE"

// Isolate runs the rest of the program in namespaces of its own: a network
// that has the loopback alone, so that no port clashes and nothing gets out,
// and a tree of processes that the kernel ends with us, whatever happens. It
// starts the program again in there and gives its exit status; in there, or
// where the machine does not allow namespaces, it returns false, and the
// program goes on.
func Isolate() (status int, isolated bool) {
	if os.Getenv(inside) != "" {
		if err := loopbackUp(); err != nil {
			fmt.Fprintf(os.Stderr, "the loopback of the private network: %v\n", err)
			return 1, true
		}
		return 0, false
	}
	if !mayIsolate() {
		fmt.Fprintln(os.Stderr, "no network namespace of its own on this machine: the suite uses the loopback that everybody uses")
		return 0, false
	}
	cmd := exec.Command("unshare", append(isolation(), append([]string{"--"}, os.Args...)...)...)
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return wait(cmd), true
}

func isolation() []string {
	options := []string{"--net", "--pid", "--fork", "--kill-child", "--mount-proc"}
	if os.Geteuid() != 0 {
		options = append(options, "--user", "--map-root-user")
	}
	return options
}

func mayIsolate() bool {
	return exec.Command("unshare", append(isolation(), "--", "true")...).Run() == nil
}

// wait passes signals on, and waits.
func wait(cmd *exec.Cmd) int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s) // it may have ended
		}
	}()
	err := cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return exit.ExitCode()
	}
	if err != nil {
		return 1
	}
	return 0
}

// loopbackUp does what `ip link set lo up` does.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, request)
}
