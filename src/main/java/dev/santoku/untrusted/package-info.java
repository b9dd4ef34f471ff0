/**
 * Layer 0: text, JSON and figures that come from outside, from drivers, files and users. They are cleaned and bounded here before
 * anything else sees them.
 */
package dev.santoku.untrusted;
