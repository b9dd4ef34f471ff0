package dev.santoku.kitchen;

/**
 * What a scene's process is told.
 *
 * @param scene which to play
 * @param settings as the learner chose
 * @param opencl whether OpenCL may be asked
 */
record Assignment(SceneId scene, Settings settings, boolean opencl) {}
