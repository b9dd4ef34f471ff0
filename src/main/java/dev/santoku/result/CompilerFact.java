package dev.santoku.result;

import dev.santoku.backend.CompilerAnswer;

/**
 * What the compiler of one device says to one question.
 *
 * @param device the device's id
 * @param id of the question
 * @param what it is about
 * @param verdict what became of it
 * @param detail why, or what was told beside; null where there is nothing to tell
 */
public record CompilerFact(String device, String id, String what, CompilerAnswer.Verdict verdict, String detail) {}
