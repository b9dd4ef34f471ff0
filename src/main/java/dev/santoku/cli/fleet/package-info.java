/** {@code fleet}: a comparison on every node of a cluster. Spark runs in a process of its own. */
package dev.santoku.cli.fleet;
