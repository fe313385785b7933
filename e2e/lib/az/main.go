// Command az is a stand-in for the Azure CLI. It writes each call to a file,
// keeps what is created in another, and answers as the real one does, as far as
// terraform/post-apply and terraform/state-account ask.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("az: ")
	dir := os.Getenv("STANDIN_AZ")
	calls, err := os.OpenFile(filepath.Join(dir, "calls"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := fmt.Fprintln(calls, strings.Join(os.Args[1:], " ")); err != nil {
		log.Fatal(err)
	}
	d, err := load(filepath.Join(dir, "directory.json"))
	if err != nil {
		log.Fatal(err)
	}
	words, options := split(os.Args[1:])
	answer, err := d.run(strings.Join(words, " "), options)
	if err != nil {
		log.Fatal(err)
	}
	if err := d.save(); err != nil {
		log.Fatal(err)
	}
	if output := options["output"]; len(output) == 1 && output[0] == "json" {
		if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}

// split parts the words of a command from its options, each with its values.
func split(args []string) (words []string, options map[string][]string) {
	options = map[string][]string{}
	name := ""
	for _, arg := range args {
		switch option, is := strings.CutPrefix(arg, "--"); {
		case is:
			name = option
			options[name] = []string{}
		case name == "":
			words = append(words, arg)
		default:
			options[name] = append(options[name], arg)
		}
	}
	return words, options
}
