/** Layer 4: what a run records of its computer: processor, caches, memory, cgroup, load. */
package dev.santoku.host.probe;
