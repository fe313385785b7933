# shellcheck shell=bash
# The forms of a review. Sourced.

# tidy removes what an earlier run left in the same folder.
tidy() { rm -f "$folder"/{check,review,stages,verdict}.json "$folder"/{review,comment,body}.md "$folder"/review.html "$folder"/refresh.log; }

# forms REVISION LIMIT writes review.md of no more than LIMIT characters, review.html and review.json. Differences are a
# success, and errors are one if there is a review all the same, which then has them.
forms() {
  generator --diff "$1" --limit "$2" ${link:+--link "$link"} --output "$folder/review.md" --output "$folder/review.html" \
    --output "$folder/review.json" 2>&1 | harmless || [[ -s $folder/review.md && -s $folder/review.html && -s $folder/review.json ]]
}
