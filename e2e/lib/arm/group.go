package arm

func completeGroup(_ *Cloud, _ id, want object) {
	put(want, "Succeeded", "properties", "provisioningState")
}
