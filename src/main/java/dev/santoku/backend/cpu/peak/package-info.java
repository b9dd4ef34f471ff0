/** What the processor can do at most: multiply-adds in registers, and memory traffic. */
package dev.santoku.backend.cpu.peak;
