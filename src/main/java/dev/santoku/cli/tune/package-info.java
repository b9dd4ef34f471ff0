/** The command {@code tune}, and tuning before a comparison. */
package dev.santoku.cli.tune;
