/** Layer 9: the command {@code multiply}. */
package dev.santoku.cli.multiply;
