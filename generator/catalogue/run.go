package catalogue

var runFindings = []Finding{
	{ID: "run/environment", Summary: "Environment",
		Meaning: "The run itself could not do its work: a disk, a program or the network failed, or an argument of the command is wrong.",
		Symptom: "The job ends with status 1, and nothing was written that a next run would not put in order.",
		Cure:    "Read the text of the error and run again. One that begins with `this is a bug of the generator` is to be reported.",
	},
	{ID: "run/unknown-stack", Summary: "Unknown stack",
		Meaning: "A stack was named, with `--stack` or `--against`, that has no folder below `terraform/stacks`.",
		Symptom: "The job of the pipeline ends with status 1; nothing was generated or compared.",
		Cure:    "Name one of the stacks that the message lists.",
	},
	{ID: "run/unknown-object", Summary: "Unknown object",
		Meaning: "`--explain` was asked about an object or a field that no stack has.",
		Symptom: "There is no answer, and the status is 1.",
		Cure:    "Name it as KIND/NAME or KIND/NAMESPACE/NAME, with the path of a field behind it if you like.",
	},
	{ID: "run/stack-not-compared", Summary: "Stack not compared",
		Meaning: "Another stack has mistakes of its own, so this run could not check whether the two collide on a cluster.",
		Symptom: "A namespace or a definition that two stacks claim could go unnoticed until that other stack is fixed.",
		Cure:    "Run the generator with `--stack` and the name of the other stack, and fix what it reports.",
	},
}

var repositoryFindings = []Finding{
	{ID: "repository/edited-by-hand", Summary: "Edited by hand",
		Meaning: "A generated file is neither what was generated last nor what would be generated now, or a file lies in a generated folder that was never generated.",
		Symptom: "The next run would overwrite or delete the edit; until then the cluster gets what no input says.",
		Cure:    "Put the edit into stack.hcl or a component of `base/components/`, or lift it there with `--adopt`. `--force` drops it.",
	},
	{ID: "repository/not-a-regular-file", Summary: "Not a regular file",
		Meaning: "A link, a pipe or a device is where a file or folder is expected.",
		Symptom: "Flux leaves links out of what it brings to a cluster, Kustomize follows none out of a folder, and a pipe keeps its reader waiting.",
		Cure:    "Put what the link leads to in its place, or delete it.",
	},
}
