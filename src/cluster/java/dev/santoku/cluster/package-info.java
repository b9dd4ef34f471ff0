/** What runs on Spark: a comparison on every node of a cluster. Nothing else of the program uses Spark. */
package dev.santoku.cluster;
