// The API's own errors, as the simulator throws them. Codes and sentences are the real server's where the facts give them.

/** One refusal with the server's `errorcode`, which is also the HTTP status. */
export class ApiRefusal extends Error {
  readonly errorCode: number;
  readonly csErrorCode: number;
  constructor(errorCode: number, csErrorCode: number, text: string) {
    super(text);
    this.name = 'ApiRefusal';
    this.errorCode = errorCode;
    this.csErrorCode = csErrorCode;
  }
}

export const unauthorized = (): ApiRefusal =>
  new ApiRefusal(401, 9999, 'unable to verify user credentials and/or request signature');
export const badParameter = (text: string): ApiRefusal => new ApiRefusal(431, 4350, text);
export const noSuchEntity = (name: string, value: string): ApiRefusal =>
  badParameter(`Invalid parameter ${name} value=${value} due to incorrect long value format, or entity does not exist`);
export const denied = (text: string): ApiRefusal => new ApiRefusal(531, 4365, text);
export const internal = (text: string): ApiRefusal => new ApiRefusal(530, 4250, text);

/** The body inside the envelope. */
export function errorBody(refusal: ApiRefusal): Record<string, unknown> {
  return {
    uuidList: [],
    errorcode: refusal.errorCode,
    cserrorcode: refusal.csErrorCode,
    errortext: refusal.message,
  };
}
