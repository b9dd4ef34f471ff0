/** Files that commands read and write, and temporary folders. */
package dev.santoku.cli.file;
