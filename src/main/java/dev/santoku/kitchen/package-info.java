/**
 * Layer 5: the lesson. Scenes that measure on the learner's own machine what concurrency is and what parallelism buys, each
 * played in a process of its own. Rendering is the report's.
 */
package dev.santoku.kitchen;
