package catalogue

// exceptionFindings are about the exceptions of stack.hcl.
var exceptionFindings = []Finding{
	{ID: "stack/exception-of-unknown-finding", Summary: "Exception of an unknown finding",
		Meaning: "An `exception` block names an id that no finding has.",
		Symptom: "The exception would do nothing.",
		Cure:    "Correct the id; this page has all of them.",
	},
	{ID: "stack/exception-refused", Summary: "Finding that cannot be accepted",
		Meaning: "An `exception` block is for a finding that nobody may accept: about a secret, a login, an identity, two owners, or what cannot be generated.",
		Symptom: "The finding stays an error.",
		Cure:    "Fix what the finding is about, and remove the block.",
	},
	{ID: "stack/exception-without-finding", Summary: "Exception without finding",
		Meaning: "Nothing in the stack needs an `exception` block (any more).",
		Symptom: "A later mistake of the same kind would be accepted by nobody's decision.",
		Cure:    "Remove the block, or name the object that is meant.",
	},
	{ID: "stack/exception-without-subject", Summary: "Exception without subject",
		Meaning: "An `exception` block has neither or both of `object` and `at`.",
		Symptom: "It would be for everything, or for nothing.",
		Cure:    "Give one of the two.",
	},
}
