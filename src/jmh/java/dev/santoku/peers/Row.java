package dev.santoku.peers;

/**
 * One line of the targets.
 *
 * @param what is measured
 * @param target what was promised
 * @param measured what came out
 * @param met whether that keeps the promise
 */
record Row(String what, String target, String measured, boolean met) {
    static final String HEADER = "| | target | measured | |\n|---|---|---|---|";

    String toMarkdown() {
        return "| %s | %s | %s | %s |".formatted(what, target, measured, met ? "pass" : "falls short");
    }
}
