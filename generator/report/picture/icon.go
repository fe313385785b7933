package picture

// icon is a small drawing of 16 by 16, in lines.
type icon string

const (
	box      icon = "M2.5 5 8 2l5.500 3v6L8 14l-5.500-3zM2.500 5 8 8l5.500-3M8 8v6"
	cubes    icon = "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z"
	person   icon = "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.500 14c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500"
	terminal icon = "M2 3h12v10H2zM4.500 6l2 2-2 2M8.500 10h3"
	globe    icon = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12"
	gate     icon = "M2 14V3h12v11M5.500 14V7h5v7M1 14h14"
	lock     icon = "M3.500 7h9v7h-9zM5.500 7V5a2.500 2.500 0 0 1 5 0v2M8 9.500v2"
	badge    icon = "M10.500 9a3.500 3.500 0 1 0-3.300-2.300L2 12v2h2.500v-1.500H6V11l1.700-1.700A3.500 3.500 0 0 0 10.500 9zM11 5v.01"
	cylinder icon = "M3 4c0-2.700 10-2.700 10 0v8c0 2.700-10 2.700-10 0zM3 4c0 2.700 10 2.700 10 0"
	safe     icon = "M2 2.500h12v10H2zM4 12.500V14M12 12.500V14M8 5a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5M8 7.500h3.500"
	bucket   icon = "M2 3h12v3H2zM2 6h12v4H2zM2 10h12v3H2zM4 4.500h.01M4 8h.01M4 11.500h.01"
	signpost icon = "M8 1.500V15M3 3h8l2.500 2L11 7H3z"
)
