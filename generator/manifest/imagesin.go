package manifest

import "strconv"

// ImagesIn are the images of containers anywhere in a value, such as the values of a
// chart, by their paths with full stops between the keys.
func ImagesIn(v any) map[string]string {
	found := map[string]string{}
	imagesIn(v, "", found)
	return found
}

func imagesIn(v any, path string, found map[string]string) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			imagesIn(item, path+strconv.Itoa(i)+".", found)
		}
	case map[string]any:
		if image, is := v["image"].(string); is && image != "" {
			found[path+"image"] = image
		}
		for key, item := range v {
			imagesIn(item, path+key+".", found)
		}
	}
}
