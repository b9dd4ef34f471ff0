/** Layer 3: result files: written whole, with a digest; read back and checked figure by figure. */
package dev.santoku.result.file;
