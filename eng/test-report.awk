# Reads a TRX file of the test run; prints failures in full, skips with their reasons, and last the line of counts.
# Variables: status (the runner's exit status), filter, log_file (what the runner printed).

function text(line) {
    gsub(/&#xD;|\r/, "", line)
    gsub(/&lt;/, "<", line)
    gsub(/&gt;/, ">", line)
    gsub(/&quot;/, "\"", line)
    gsub(/&#xA;/, "\n", line)
    gsub(/&amp;/, "\\&", line)
    return line
}

function attribute(line, name) {
    if (!match(line, " " name "=\"[^\"]*\"")) return ""
    return text(substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
}

# The frames between ours that every awaited or reflected call leaves say nothing of the test.
function own_frames(stack,    lines, count, i, kept) {
    count = split(stack, lines, "\n")
    for (i = 1; i <= count; i++)
        if (lines[i] !~ /^ *at System\.(Runtime|Reflection)\.|^ *at InvokeStub_|^--- End of stack trace/)
            kept = kept lines[i] "\n"
    return kept
}

# The element's text so far; it is whole when its closing tag has come.
function collect(line, tag) {
    sub(".*<" tag ">", "", line)
    ended = sub("</" tag ">.*", "", line)
    gathered = gathered (gathered == "" ? "" : "\n") text(line)
    if (!ended) { open_tag = tag; return }
    open_tag = ""
    if (tag == "Message") message = gathered; else trace = gathered
    gathered = ""
}

open_tag != "" { collect($0, open_tag); next }

/<UnitTestResult / {
    test = attribute($0, "testName")
    outcome = attribute($0, "outcome")
    inside = 1
    message = trace = ""
    if (outcome == "Passed") passed++
}

inside && /<Message>/ { collect($0, "Message"); next }
inside && /<StackTrace>/ { collect($0, "StackTrace"); next }

inside && (/<\/UnitTestResult>/ || /<UnitTestResult .*\/>/) {
    inside = 0
    if (outcome == "NotExecuted") {
        skipped++
        skips = skips "  " test "\n    " message "\n"
    } else if (outcome != "Passed") {
        failed++
        printf "FAILED %s\n%s\n%s\n", test, message, own_frames(trace)
    }
}

END {
    if (skips != "") printf "Skipped:\n%s\n", skips
    total = passed + failed + skipped
    if (status != 0 && !failed && total) {
        # A crash of the test process or a test that hung: the tests that it took along are in no result.
        print "The test run broke off; what it printed last (the whole: " log_file "):"
        fflush()
        system("tail -n 30 '" log_file "'")
        failed++
    } else if (!total) {
        print filter == "" ? "No test ran." : "No test's full name contains '" filter "'."
    }
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? sprintf(", %d skipped", skipped) : ""
    exit failed || passed == 0
}
