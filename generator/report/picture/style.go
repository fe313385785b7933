package picture

import _ "embed"

// Style is the style sheet of all pictures in a page, which defines the custom
// properties that it uses: --ink, --dim, --line, --paper, --panel, --added,
// --removed, --changed and --alarm.
//
//go:embed picture.css
var Style string
