/** Threads that multiply together, and how they share tasks. */
package dev.santoku.backend.cpu.threads;
