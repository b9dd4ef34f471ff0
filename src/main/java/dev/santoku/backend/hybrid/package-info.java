/** One product on several processors at once: its rows are handed out to them in tiles, as they become free. */
package dev.santoku.backend.hybrid;
