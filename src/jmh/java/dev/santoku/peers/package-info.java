/**
 * The CPU's targets, measured: Santoku's {@code single} and {@code pool} beside OpenBLAS, other Java libraries and what
 * they promise of themselves. No JMH: what is compared must take turns in one process.
 *
 * <pre>scripts/bench.sh peers --help</pre>
 */
package dev.santoku.peers;
