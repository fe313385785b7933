package schema

import (
	"strconv"
	"strings"
	"time"
)

// scheduleFields are the bounds of the fields of a schedule.
var scheduleFields = [5][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}}

var scheduleNames = [5]string{3: "jan feb mar apr may jun jul aug sep oct nov dec", 4: "sun mon tue wed thu fri sat"}

// isSchedule reports whether a CronJob takes a schedule.
func isSchedule(s string) bool {
	switch s {
	case "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually":
		return true
	}
	if every, is := strings.CutPrefix(s, "@every "); is {
		_, err := time.ParseDuration(every)
		return err == nil
	}
	fields := strings.Fields(s)
	if len(fields) != len(scheduleFields) {
		return false
	}
	for i, f := range fields {
		for part := range strings.SplitSeq(f, ",") {
			if !isSchedulePart(part, i) {
				return false
			}
		}
	}
	return true
}

// isSchedulePart takes N, N-N and *, each with /N after it.
func isSchedulePart(part string, field int) bool {
	span, step, stepped := strings.Cut(part, "/")
	if n, err := strconv.Atoi(step); stepped && (err != nil || n <= 0) {
		return false
	}
	if span == "*" || span == "?" {
		return true
	}
	from, to, isSpan := strings.Cut(span, "-")
	first, ok := scheduleNumber(from, field)
	if !isSpan {
		return ok
	}
	last, ok2 := scheduleNumber(to, field)
	return ok && ok2 && first <= last
}

func scheduleNumber(text string, field int) (int, bool) {
	for i, name := range strings.Fields(scheduleNames[field]) {
		if strings.EqualFold(name, text) {
			return i + scheduleFields[field][0], true
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= scheduleFields[field][0] && n <= scheduleFields[field][1]
}
