/** What runs on Spark: a comparison on every node of a cluster, and a product over all of them. Nothing else of the program uses Spark. */
package dev.santoku.cluster;
