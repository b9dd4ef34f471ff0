/** What people see of the program: its two streams, progress, exit codes. */
package dev.santoku.cli.terminal;
