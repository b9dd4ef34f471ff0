package dev.santoku.cluster;

import java.io.Serializable;

/**
 * A cuboid that a task has multiplied.
 *
 * @param by what computed it
 * @param seconds to multiply and to verify
 * @param unverified why the product cannot be verified; empty where it was
 */
record CuboidDone(int cuboid, String executor, String by, double seconds, String unverified) implements Serializable {}
