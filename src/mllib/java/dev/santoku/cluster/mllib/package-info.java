/** MLlib's {@code BlockMatrix}, which {@code spark} is measured beside. {@code scripts/santoku.sh} compiles it where it is asked for. */
package dev.santoku.cluster.mllib;
