package auth

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
)

// network is where everything runs: a network namespace of its own with nothing
// but a loopback interface, which takes any address that is asked for. On a
// machine that allows no namespace it is the machine's loopback interface; then
// more must be mapped, and the table of what is mapped says so.
type network struct{ private bool }

const (
	insideVariable = "AUTH_TEST_INSIDE" // set in the process inside of the namespace
	noNamespace    = 97                 // exit status of a process that could not set it up
	outsideAddress = "203.0.113.9"      // of a client that no rule trusts
)

// enter runs this test program again in namespaces of its own. It returns false
// where that is not allowed.
func enter() (status int, entered bool) {
	runtime.LockOSThread() // the inner process dies with this thread
	command := exec.Command("/proc/self/exe", os.Args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), insideVariable+"=1")
	command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if id := os.Getuid(); id != 0 {
		command.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		command.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: id, Size: 1}}
		command.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	if err := command.Start(); err != nil {
		return 0, false
	}
	_ = command.Wait() // the status says it
	status = command.ProcessState.ExitCode()
	return status, status != noNamespace
}

// setUp makes the namespace ready, from within.
func setUp() error {
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("setting the loopback interface up: %w: %s", err, out)
	}
	// What is mounted here must not be seen outside.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("making mounts private: %w", err)
	}
	return mountHosts()
}

const hostsFile = "/etc/hosts"

// mountHosts puts a file over the machine's list of host names, which only
// processes in the namespace see.
func mountHosts() error {
	f, err := os.CreateTemp("", "hosts")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // the mount keeps it
	defer f.Close()
	if err := syscall.Mount(f.Name(), hostsFile, "", syscall.MS_BIND, ""); err != nil {
		return fmt.Errorf("mounting a list of host names: %w", err)
	}
	return nil
}

// add gives the loopback interface an address.
func (n network) add(address string) error {
	if !n.private {
		return nil
	}
	out, err := exec.Command("ip", "address", "replace", address+"/32", "dev", "lo").CombinedOutput()
	if err != nil {
		return fmt.Errorf("adding address %s: %w: %s", address, err, out)
	}
	return nil
}

// in returns the n-th address of a range.
func in(cidr string, n int) (string, error) {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return "", fmt.Errorf("reading a trusted range: %w", err)
	}
	address := prefix.Addr()
	for range n {
		address = address.Next()
	}
	if !prefix.Contains(address) {
		return "", errors.New("the trusted range is too small for this suite: " + cidr)
	}
	return address.String(), nil
}

// nameServices lets the names of the services be found.
func (n network) nameServices(names []string) error {
	if !n.private {
		return nil
	}
	return os.WriteFile(hostsFile, []byte("127.0.0.1 localhost "+strings.Join(names, " ")+"\n"), 0o644)
}
