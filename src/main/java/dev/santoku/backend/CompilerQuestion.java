package dev.santoku.backend;

/**
 * Something that the compiler of a device can be asked.
 *
 * @param id in files: small letters, digits and hyphens
 * @param what it is about, in a few words
 */
public record CompilerQuestion(String id, String what) {}
