package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// isReview reports whether the run compares instead of writing.
func (o options) isReview() bool { return o.diff != "" || o.against != "" }

// formats are the forms of a result.
func (o options) formats() []string {
	if o.isReview() {
		return []string{"text", "markdown", "html", "json"}
	}
	return []string{"text", "json"}
}

// validateReview checks the flags that are about comparing.
func (o options) validateReview(flags *pflag.FlagSet) error {
	if !slices.Contains(o.formats(), o.format) {
		return fmt.Errorf("--format is %q; it must be %s", o.format, anyOf(o.formats()))
	}
	switch {
	case flags.Changed("diff") && strings.TrimSpace(o.diff) == "":
		return errors.New("--diff needs a revision of git, such as origin/main")
	case flags.Changed("against") && o.against == "":
		return errors.New("--against needs the name of a stack")
	case o.diff != "" && o.against != "":
		return errors.New("--diff compares with a revision, and --against with another stack; use one of them")
	case o.against != "" && (len(o.stacks) != 1 || o.stacks[0] == o.against):
		return errors.New("--against compares one stack with another one; name the one with one --stack")
	case o.adopt && (o.isReview() || o.check || o.force || o.explain != "" || o.refresh || o.outputs == "-"):
		return errors.New("--adopt writes what was edited by hand into a component; it goes with no other mode")
	case flags.Changed("plan") && (o.diff == "" || len(o.stacks) != 1):
		return errors.New("--plan previews one stack: it needs --diff, and that stack's name with one --stack")
	case flags.Changed("plan") && o.plan == "":
		return errors.New("--plan needs a file, or - for standard input")
	case flags.Changed("plan") && (flags.Changed("outputs") || o.refresh):
		return errors.New("--plan has the outputs that the stack would have; leave out --outputs and --refresh")
	case flags.Changed("explain") && o.explain == "":
		return errors.New("--explain needs an object, such as deployment/ui-static")
	case o.explain != "" && (o.isReview() || o.check || o.force):
		return errors.New("--explain answers a question about what is generated now; it goes with no other mode")
	case o.isReview() && o.check:
		return errors.New("--check compares with the disk, --diff with a revision, --against with another stack; use one of them")
	case o.isReview() && o.force:
		return errors.New("--diff and --against write nothing, so --force has no meaning with them; leave it out")
	}
	for _, name := range []string{"output", "limit", "link"} {
		if flags.Changed(name) && !o.isReview() {
			return fmt.Errorf("--%s is about what --diff and --against show; it needs one of them", name)
		}
	}
	switch {
	case o.limit < minLimit:
		return fmt.Errorf("--limit is %d characters; less than %d have no room for anything", o.limit, minLimit)
	case strings.ContainsAny(o.link, "\n\r <>()"):
		return errors.New("--link must be a URL")
	}
	return nil
}

// reportFile is a file of --output, and its form.
type reportFile struct{ name, format string }

// endings of files say their forms.
var endings = map[string]string{".txt": "text", ".md": "markdown", ".html": "html", ".json": "json"}

// reportFiles gives each file of --output its form: that of --format, or else
// the one that its name ends in.
func (o options) reportFiles(flags *pflag.FlagSet) ([]reportFile, error) {
	var files []reportFile
	for _, name := range o.output {
		format := o.format
		if !flags.Changed("format") {
			format = endings[filepath.Ext(name)]
		}
		switch {
		case name == "":
			return nil, errors.New("--output needs a file")
		case format == "":
			return nil, fmt.Errorf("--output %s ends in none of .txt, .md, .html and .json; say its form with --format", name)
		case slices.ContainsFunc(files, func(f reportFile) bool { return filepath.Clean(f.name) == filepath.Clean(name) }):
			return nil, fmt.Errorf("--output %s stands twice; leave one out", name)
		}
		files = append(files, reportFile{name, format})
	}
	o.files = files
	switch {
	case len(files) > 1 && flags.Changed("format"):
		return nil, errors.New("--format is one form, and --output stands more than once; leave out --format, and let each file end in .txt, .md, .html or .json")
	case flags.Changed("limit") && !o.shows("markdown"):
		return nil, errors.New("--limit is about comments; it needs --format markdown or an --output that ends in .md")
	}
	return files, nil
}

// shows reports whether the run shows something in a form.
func (o options) shows(format string) bool {
	if len(o.files) == 0 {
		return o.format == format
	}
	return slices.ContainsFunc(o.files, func(f reportFile) bool { return f.format == format })
}

// minLimit is the least number of characters that a comment can have.
const minLimit = 2000

// anyOf lists choices as people do.
func anyOf(choices []string) string {
	last := len(choices) - 1
	return strings.Join(choices[:last], ", ") + " or " + choices[last]
}
