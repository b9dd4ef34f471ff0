package dev.santoku.matrix.file;

import java.io.Serializable;

/**
 * A block of a matrix.
 *
 * @param row its first row
 * @param rows at least 1
 * @param column its first column
 * @param columns at least 1
 */
public record Block(int row, int rows, int column, int columns) implements Serializable {}
