package dev.santoku.result;

/**
 * Whether a back end can run here.
 *
 * @param id the back end
 * @param available whether it has a device
 * @param reason why it has none, with the cure; null when available
 */
public record BackendFact(String id, boolean available, String reason) {}
