#!/usr/bin/env node
// A file that is there before the build is, so that `npm ci` links the command in a fresh checkout too.
import "../dist/main.js";
