// What a utility left behind: the gateway hands it out as JSON, a shell as streams and an exit code.

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const said = (stdout: string): Answer => ({ code: 0, stdout, stderr: '' });
export const failed = (code: number, stderr: string): Answer => ({ code, stdout: '', stderr: `${stderr}\n` });
