/** Layer 0: files that are whole or not there at all, unfinished ones, and folders that belong to one process. */
package dev.santoku.files;
