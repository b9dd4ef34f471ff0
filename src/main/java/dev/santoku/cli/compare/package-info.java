/** The command {@code compare}: its options, its plan, its files, and how it resumes. */
package dev.santoku.cli.compare;
