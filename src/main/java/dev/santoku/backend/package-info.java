/**
 * Layer 1: the one interface that every way of multiplying implements, back ends and yardsticks alike.
 *
 * <p>{@link dev.santoku.backend.Backend} opens a {@link dev.santoku.backend.Multiplier} on a {@link
 * dev.santoku.backend.Device}; that prepares {@link dev.santoku.backend.Product}s. Each owns what lives as long as it
 * does, and {@code try}-with-resources nests as they do:
 *
 * <pre>{@code
 * Backend pool = Backends.byId("pool").orElseThrow();
 * try (Multiplier multiplier = pool.open(Device.cpu(), pool.defaultVariant(Device.cpu()), OpenOptions.defaults());
 *         Product product = multiplier.prepare(a, b)) {
 *     product.compute();
 *     Matrix c = product.result();
 * }
 * }</pre>
 */
package dev.santoku.backend;
