// The tool's version, put in by the build; the source tree says so.
declare const __KAIYAKU_VERSION__: string | undefined;
export const TOOL_VERSION = typeof __KAIYAKU_VERSION__ === 'string' ? __KAIYAKU_VERSION__ : '0.0.0-source';
