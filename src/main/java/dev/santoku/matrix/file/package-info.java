/** Layer 0: matrices in files, read block by block. */
package dev.santoku.matrix.file;
