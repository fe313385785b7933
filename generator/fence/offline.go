package fence

// Offline runs a function while this process can start no program by its name,
// send no request by the default transport, and make no temporary folder. It
// returns ErrBusy if another function is still running that way.
func Offline(run func() error) error {
	if !unplugged.TryLock() {
		return ErrBusy
	}
	defer unplugged.Unlock()
	plug := unplug()
	defer plug()
	return run()
}
