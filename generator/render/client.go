package render

// Client returns a file for data scientists by its path below the overlay, or
// nil.
func (r *Rendered) Client(path string) []byte {
	for _, f := range r.overlay.Client {
		if f.Path == path {
			return f.Data
		}
	}
	return nil
}
