/** What stands above a refusal when something that a person did was not done. */
export const notDone = 'That was not done';
