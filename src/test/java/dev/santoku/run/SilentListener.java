package dev.santoku.run;

import dev.santoku.result.CellResult;

/** Hears nothing, unless a test wants something of it. */
class SilentListener implements RunListener {
    @Override
    public void progress(String what) {}

    @Override
    public void finished(CellResult result) {}
}
