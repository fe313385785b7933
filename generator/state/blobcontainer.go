package state

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// blobVersion is the version of the Blob service's REST API that is asked for, the one
// that Terraform's azurerm backend asks for, too: a cloud that serves that one serves this.
const blobVersion = "2023-11-03"

// blobContainer reads a container of Azure Storage by the two requests that a state needs,
// Get Blob and List Blobs. The SDK's own client knows all of the service, and links Apache
// Arrow for it.
type blobContainer struct {
	pipeline runtime.Pipeline
	// address of the container, without a query.
	address string
	// signature is the query that a SAS consists of, or empty.
	signature url.Values
}

// newBlobContainer returns a container that sign, unless it is nil, signs requests to.
func newBlobContainer(address string, sign policy.Policy, signature url.Values, options azcore.ClientOptions) *blobContainer {
	var perRetry []policy.Policy
	if sign != nil {
		perRetry = append(perRetry, sign)
	}
	pipeline := runtime.NewPipeline("blob", blobVersion, runtime.PipelineOptions{PerRetry: perRetry}, &options)
	return &blobContainer{pipeline: pipeline, address: address, signature: signature}
}

// download is a blob that is being read.
type download struct {
	data []byte
	// etag is of the content that data is the start of.
	etag   string
	leased bool
}

// get reads a blob. Where the connection breaks, it goes on from there, unless the blob
// has changed.
func (c *blobContainer) get(ctx context.Context, name string) (*download, error) {
	d := new(download)
	for try := 0; ; try++ {
		response, err := c.open(ctx, name, d)
		if err != nil {
			return nil, err
		}
		err = d.take(response)
		if err == nil || try == retries || ctx.Err() != nil || errors.As(err, new(*Failure)) {
			return d, err
		}
	}
}

// open asks for what is missing of a blob.
func (c *blobContainer) open(ctx context.Context, name string, d *download) (*http.Response, error) {
	request, err := c.request(ctx, "/"+url.PathEscape(name), nil)
	if err != nil {
		return nil, err
	}
	runtime.SkipBodyDownload(request)
	want := http.StatusOK
	if start := len(d.data); start > 0 {
		want = http.StatusPartialContent
		request.Raw().Header.Set("x-ms-range", fmt.Sprintf("bytes=%d-", start))
		request.Raw().Header.Set("If-Match", d.etag)
	}
	return c.do(request, want)
}

// take reads a response to its end.
func (d *download) take(response *http.Response) (err error) {
	defer func() { _ = response.Body.Close() }()
	d.etag = response.Header.Get("ETag")
	d.leased = response.Header.Get("x-ms-lease-state") == "leased"
	d.data, err = appendAll(d.data, response.Body, response.ContentLength, MaxSize)
	return err
}

// list returns the names of the blobs that start with a prefix.
func (c *blobContainer) list(ctx context.Context, prefix string) ([]string, error) {
	query := url.Values{"restype": {"container"}, "comp": {"list"}, "prefix": {prefix}}
	var names []string
	for {
		request, err := c.request(ctx, "", query)
		if err != nil {
			return nil, err
		}
		response, err := c.do(request, http.StatusOK)
		if err != nil {
			return nil, err
		}
		var page struct {
			Names      []string `xml:"Blobs>Blob>Name"`
			NextMarker string
		}
		if err := runtime.UnmarshalAsXML(response, &page); err != nil {
			return nil, failure(Unreadable, "The list of blobs is not valid XML. Check the account's name, network and proxy.")
		}
		names = append(names, page.Names...)
		if page.NextMarker == "" {
			return names, nil
		}
		query.Set("marker", page.NextMarker)
	}
}

func (c *blobContainer) request(ctx context.Context, path string, query url.Values) (*policy.Request, error) {
	request, err := runtime.NewRequest(ctx, http.MethodGet, c.address+path)
	if err != nil {
		return nil, err
	}
	all := url.Values{}
	for _, part := range []url.Values{c.signature, query} {
		for name, values := range part {
			all[name] = values
		}
	}
	request.Raw().URL.RawQuery = strings.ReplaceAll(all.Encode(), "+", "%20")
	request.Raw().Header.Set("x-ms-version", blobVersion)
	return request, nil
}

// do sends a request, and makes an *azcore.ResponseError of any other status.
func (c *blobContainer) do(request *policy.Request, want int) (*http.Response, error) {
	response, err := c.pipeline.Do(request)
	if err != nil {
		return nil, err
	}
	if !runtime.HasStatusCode(response, want) {
		defer func() { _ = response.Body.Close() }()
		return nil, runtime.NewResponseError(response)
	}
	return response, nil
}

// hasCode reports whether an error is an answer of Azure with one of the codes.
func hasCode(err error, codes ...string) bool {
	response := new(azcore.ResponseError)
	if !errors.As(err, &response) {
		return false
	}
	for _, code := range codes {
		if response.ErrorCode == code {
			return true
		}
	}
	return false
}
