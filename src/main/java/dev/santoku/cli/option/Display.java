package dev.santoku.cli.option;

/**
 * How much the user is shown.
 *
 * @param quiet no progress
 * @param verbose stack traces, and where the workers' logs are kept
 * @param noColor even on a terminal
 */
public record Display(boolean quiet, boolean verbose, boolean noColor) {}
