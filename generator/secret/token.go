package secret

import "bytes"

// kind is a kind of token that has a prefix, or one of several.
type kind struct {
	name     string
	prefixes []string
	of       *set
	least    int // bytes behind the prefix
}

// kinds are tokens whose prefix alone says what they are.
func kinds() []kind {
	return []kind{
		{"a GitHub token", []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_"}, wordSet, 36},
		{"a GitHub token", []string{"github_pat_"}, wordSet, 30},
		{"a PyPI token", []string{"pypi-AgE"}, tokenSet, 50},
		{"a Docker token", []string{"dckr_pat_", "dckr_oat_"}, tokenSet, 20},
		{"a Stripe key", []string{"whsec_"}, base64Set, 24},
		{"a Google API key", []string{"AIza"}, tokenSet, 35},
		{"a Google OAuth token", []string{"ya29.", "GOCSPX-"}, dottedSet, 20},
		{"an age key", []string{"AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"}, capitalSet, 40},
		{"an age key", []string{"age-secret-key-1", "age-secret-key-pq-1"}, alnumSet, 40},
		{"an AWS session token", []string{"FwoGZXIvYXdz", "IQoJb3JpZ2lu"}, base64Set, 80},
		{"an AWS key", []string{"ABSK", "bedrock-api-key-"}, base64Set, 80},
		{"a Terraform token", []string{".atlasv1."}, tokenSet, 40},
		{"a Shopify token", []string{"shpat_", "shpca_", "shppa_", "shpss_"}, hexSet, 32},
		{"a DigitalOcean token", []string{"dop_v1_", "doo_v1_", "dor_v1_"}, hexSet, 40},
		{"a Grafana token", []string{"glsa_", "glc_", "eyJrIjoi"}, base64Set, 32},
		{"a Sentry token", []string{"sntrys_", "sntryu_"}, setOf(alphanumeric + "+/=_"), 40},
		{"a PlanetScale token", []string{"pscale_tkn_", "pscale_pw_", "pscale_oauth_"}, dottedSet, 30},
		{"a Tailscale key", []string{"tskey-"}, tokenSet, 20},
		{"a Postman key", []string{"PMAK-"}, tokenSet, 50},
		{"a RubyGems key", []string{"rubygems_"}, hexSet, 40},
		{"an Atlassian token", []string{"ATATT3", "ATCTT3"}, setOf(alphanumeric + "_-="), 60},
		{"a Mapbox token", []string{"sk.eyJ"}, dottedSet, 40},
		{"a Fly.io token", []string{"fm1a_", "fm1r_", "fm2_"}, base64Set, 80},
		{"a 1Password token", []string{"ops_eyJ"}, base64Set, 100},
		{"a LangSmith key", []string{"lsv2_pt_", "lsv2_sk_"}, wordSet, 32},
	}
}

// wholeKinds are those whose prefix could be the end of another word.
func wholeKinds() []kind {
	return []kind{
		{"a GitLab token", []string{"glpat-", "gldt-", "glrt-", "glrtr-", "glptt-", "glft-", "glimt-", "glagent-", "glcbt-", "gloas-", "glsoat-", "glffct-", "glwt-", "GR1348941"}, dottedSet, 20},
		{"an npm token", []string{"npm_"}, alnumSet, 36},
		{"a Vault token", []string{"hvs.", "hvb.", "hvr."}, dottedSet, 24},
		{"a Stripe key", []string{"sk_live_", "rk_live_", "sk_test_", "rk_test_", "sk_prod_", "rk_prod_", "sk_org_live_", "sk_org_test_"}, alnumSet, 16},
		{"a Hugging Face token", []string{"hf_", "api_org_"}, alnumSet, 30},
		{"a Databricks token", []string{"dapi", "dose", "dkea"}, hexSet, 32},
		{"an Anthropic key", []string{"sk-ant-"}, tokenSet, 20},
		{"a Google OAuth token", []string{"1//0"}, tokenSet, 40},
		{"a Datadog key", []string{"ddapp_", "ddpat_"}, alnumSet, 30},
		{"a New Relic key", []string{"NRAK-", "NRII-", "NRRA-", "NRSP-"}, tokenSet, 20},
		{"a Linear key", []string{"lin_api_", "lin_oauth_"}, alnumSet, 32},
		{"a Notion token", []string{"ntn_"}, alnumSet, 40},
		{"a Figma token", []string{"figd_"}, tokenSet, 30},
		{"a Pulumi token", []string{"pul-"}, hexSet, 40},
		{"a Doppler token", []string{"dp."}, dottedSet, 42},
		{"a Netlify token", []string{"nfp_"}, alnumSet, 36},
		{"a Fly.io token", []string{"fo1_"}, tokenSet, 40},
		{"a Heroku key", []string{"HRKU-"}, tokenSet, 36},
		{"a NuGet key", []string{"oy2"}, alnumSet, 43},
		{"a Clojars token", []string{"CLOJARS_"}, alnumSet, 60},
		{"an Artifactory key", []string{"AKCp", "cmVmdGtu"}, alnumSet, 55},
		{"an Atlassian token", []string{"ATBB"}, alnumSet, 24},
		{"a Tencent key", []string{"AKID"}, alnumSet, 32},
		{"a Replicate token", []string{"r8_"}, alnumSet, 37},
		{"a Groq key", []string{"gsk_"}, alnumSet, 40},
		{"an xAI key", []string{"xai-"}, alnumSet, 60},
		{"a Perplexity key", []string{"pplx-"}, alnumSet, 40},
		{"a Pinecone key", []string{"pcsk_"}, wordSet, 40},
		{"an NVIDIA key", []string{"nvapi-"}, tokenSet, 40},
		{"a Supabase key", []string{"sbp_", "sb_secret_"}, wordSet, 20},
		{"a Neon key", []string{"napi_"}, alnumSet, 40},
		{"a Buildkite token", []string{"bkua_", "bkaj_"}, alnumSet, 36},
		{"a CircleCI token", []string{"CCIPAT_", "CCIPRJ_"}, wordSet, 36},
		{"a SonarQube token", []string{"sqp_", "squ_", "sqa_"}, hexSet, 40},
		{"a Prefect key", []string{"pnu_", "pnb_"}, alnumSet, 36},
		{"an OpenShift token", []string{"sha256~"}, tokenSet, 43},
		{"a Dynatrace token", []string{"dt0c01.", "dt0s01.", "dt0s02.", "dt0s08.", "dt0s16."}, dottedSet, 80},
		{"a Cloudflare key", []string{"v1.0-"}, setOf(digits + "abcdef-"), 150},
		{"a Square token", []string{"sq0atp-", "sq0csp-"}, tokenSet, 22},
		{"a Readme key", []string{"rdme_"}, alnumSet, 60},
	}
}

func tokenShapes() []shape {
	all := []shape{
		{"a JSON Web Token", "eyJ", webToken},
		{"a Slack token", "xox", slackToken},
		{"a Slack token", "xapp-", slackToken},
		{"an API key", "sk-", modelKey},
		{"a SendGrid key", "SG.", sendGrid},
		{"a Telegram token", ":AA", telegram},
		{"a Twilio key", "SK", exact("SK", hexSet, 32)},
		{"an Alibaba Cloud key", "LTAI", exact("LTAI", alnumSet, 20)},
	}
	for _, prefix := range []string{"AKIA", "ASIA", "ABIA", "ACCA"} {
		all = append(all, shape{"an AWS key", prefix, exact(prefix, capitalSet, 16)})
	}
	for _, k := range kinds() {
		for _, prefix := range k.prefixes {
			all = append(all, shape{k.name, prefix, token(prefix, k.of, k.least)})
		}
	}
	for _, k := range wholeKinds() {
		for _, prefix := range k.prefixes {
			all = append(all, shape{k.name, prefix, whole(prefix, k.of, k.least)})
		}
	}
	return all
}

// documentedToken begins the payload of the token that documentation shows.
const documentedToken = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ikpva"

// webToken looks for a header and a payload, or for the five parts of one that is
// encrypted.
func webToken(text []byte, at int) (int, int, bool) {
	end, parts := at, [5]int{}
	n := 0
	for n < len(parts) {
		parts[n] = tokenSet.span(text, end, longest)
		end += parts[n]
		if n++; end >= len(text) || text[end] != '.' {
			break
		}
		end++
	}
	if end > at && text[end-1] == '.' {
		end--
	}
	second := text[min(len(text), at+parts[0]+1):]
	isSigned := n > 1 && parts[0] >= 11 && parts[1] >= 11 && bytes.HasPrefix(second, []byte("eyJ"))
	isEncrypted := n == len(parts) && parts[0] >= 11 && parts[2] >= 11 && parts[3] > 0 && parts[4] >= 16
	switch {
	case isSigned && !isEncrypted:
		end = min(end, at+parts[0]+1+parts[1]+1+parts[2])
		if n == 2 {
			end = at + parts[0] + 1 + parts[1]
		}
		return at, end, !bytes.HasPrefix(second, []byte(documentedToken)) && !isPlaceholder(second[:parts[1]])
	case isEncrypted:
		return at, end, true
	}
	return at, at + parts[0], false
}

// slackToken looks for what is behind "xoxb-" and the like.
func slackToken(text []byte, at int) (int, int, bool) {
	from := at + len("xoxb")
	if from >= len(text) || !slackKinds[text[from-1]] || text[from] != '-' && text[from] != '.' {
		return at, at, false
	}
	n := slackSet.span(text, from, longest)
	body := text[from : from+n]
	return at, from + n, n >= 16 && bytes.ContainsAny(body, digits) && !isPlaceholder(body)
}

// modelKey looks for keys of the services that have language models.
func modelKey(text []byte, at int) (int, int, bool) {
	from := at + len("sk-")
	end := from + tokenSet.span(text, from, longest)
	body := text[from:end]
	if !tokenSet.startsAt(text, at) || bytes.HasPrefix(body, []byte("ant-")) {
		return at, end, false
	}
	isOne := bytes.Contains(body, []byte("T3BlbkFJ")) || len(body) >= 32 && hasRandomWord(body, 20)
	return at, end, isOne && !isPlaceholder(body)
}

func sendGrid(text []byte, at int) (int, int, bool) {
	from := at + len("SG.")
	id := tokenSet.span(text, from, 64)
	dot := from + id
	if !tokenSet.startsAt(text, at) || id < 16 || dot >= len(text) || text[dot] != '.' {
		return at, dot, false
	}
	end := dot + 1 + tokenSet.span(text, dot+1, 256)
	return at, end, end-dot > 32 && !isPlaceholder(text[dot+1:end])
}

// telegram looks for the number of a bot before, and a key behind the colon.
func telegram(text []byte, at int) (int, int, bool) {
	number := digitSet.before(text, at, 17)
	n := tokenSet.span(text, at+1, 64)
	return at - number, at + 1 + n, number >= 8 && number <= 16 && n == 35 && !isPlaceholder(text[at+3:at+1+n])
}
