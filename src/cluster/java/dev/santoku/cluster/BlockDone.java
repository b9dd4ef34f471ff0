package dev.santoku.cluster;

import java.io.Serializable;

/**
 * A block of C that a task has written.
 *
 * @param block its number, row by row
 * @param file its elements, row by row; empty where C goes nowhere
 * @param sha256 of the file's bytes, as hexadecimal digits
 */
record BlockDone(int block, String file, String sha256) implements Serializable {}
