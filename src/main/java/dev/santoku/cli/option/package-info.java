/** Options that commands share, and how values are read and refused. */
package dev.santoku.cli.option;
