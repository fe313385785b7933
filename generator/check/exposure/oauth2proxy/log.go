package oauth2proxy

// RequestLogFormat and StandardLogFormat are those of the log in base/. Each leaves out what could hold a session,
// a code or a token; see decision 0019.
const (
	RequestLogFormat = `{{.Client}} - {{.RequestID}} - {{if lt (len .Username) 100}}{{.Username}}{{end}} [{{.Timestamp}}] ` +
		`{{.Host}} {{.RequestMethod}} {{.Upstream}} ` +
		`{{$path := slice .RequestURI 1}}{{$segment := 0}}{{range $i := len $path}}{{$c := index $path $i}}` +
		`{{if eq $c 34 63}}{{$path = slice $path 0 $i}}{{break}}` +
		`{{else if eq $c 47}}{{$segment = $i}}` +
		`{{else if or (eq $c 37 38 59 61 92) (gt (len (slice $path $segment $i)) 80) (gt $i 1000)}}{{$path = slice $path 0 $segment}}{{break}}{{end}}{{end}}{{$path}} ` +
		`{{.Protocol}} {{.UserAgent}} {{.StatusCode}} {{.ResponseSize}} {{.RequestDuration}}`
	StandardLogFormat = `[{{.Timestamp}}] [{{.File}}] ` +
		`{{if eq (printf "%.2s" .Message) "&{"}}withheld: it prints a request with its cookies` +
		`{{else if eq (printf "%.69s" .Message) "Error retrieving session from token in Authorization header: invalid "}}withheld: it quotes a malformed Authorization header` +
		`{{else if or (eq (printf "%.27s" .Message) "Rejecting invalid redirect ") (eq (printf "%.17s" .Message) "Invalid redirect ")}}withheld: it quotes an invalid redirect` +
		`{{else if and (eq (printf "%.37s" .Message) "Error while parsing OAuth2 callback: ") (gt (len .Message) 64)}}withheld: it quotes a long error of the callback` +
		`{{else}}{{.Message}}{{end}}`
)

// logRules hold that no session, code or token gets into a log, and that a
// start that fails says why.
var logRules = []Rule{
	asInBase("standard-logging-format", "Sessions in the log", StandardLogFormat, "of some requests the proxy would log the cookies, and of others the token: who reads the log could be that person."),
	asInBase("request-logging-format", "Codes in the log", RequestLogFormat, "queries would be in the log, and with them codes and tokens."),
	unset("auth-logging-format", "Another format of the log", "what such lines hold is not checked here."),
	equal("request-id-header", "Sessions in the log", "that header would be in each line of the log.", func(Decisions, Options) string { return "X-Request-Id" }),
	on("standard-logging", "Start without a word", "a proxy that does not start would not say why."),
	unset("logging-filename", "Log out of sight", "the log would go to a file in the pod, where nobody finds it."),
}

// asInBase holds that a format is the one that is known here.
func asInBase(flag, summary, format, why string) Rule {
	return Rule{flag, summary, func(_ Decisions, o Options) string {
		if o.Value(flag) == format {
			return ""
		}
		return why + " Leave it as it is in base/auth-proxy/proxy."
	}}
}
