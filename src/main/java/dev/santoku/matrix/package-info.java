/**
 * Layer 0: matrices, shapes, precisions, seeded inputs, and the checks that decide whether a product is right.
 *
 * <p>Nothing here knows who multiplies. A product is C = A·B with A m×k, B k×n and C m×n, all dense and row-major.
 */
package dev.santoku.matrix;
